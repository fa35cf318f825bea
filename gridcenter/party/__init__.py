"""Party organisation and members (党建)."""
