"""The page of the exchange."""

from gridcenter.exchange.pages.page import ExchangePage

__all__ = ["ExchangePage"]
