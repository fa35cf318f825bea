"""Code tables (代码表)."""
