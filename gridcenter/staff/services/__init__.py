"""What can be done with people in posts, and what is known of them."""
