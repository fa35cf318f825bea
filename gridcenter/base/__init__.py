"""What every part may use; imports no library that does I/O."""
