"""The commands of `phananh`, by what they concern; engine.__main__ lists them."""
