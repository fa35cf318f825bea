"""What can be done for households that are looked after."""
