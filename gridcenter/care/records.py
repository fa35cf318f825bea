"""Households that are looked after (帮扶联系): member links, help, concerns, matching lists."""
