"""What the command line can do, by subject; the same services as the window, behind another door."""
