"""What the reader makes of queries."""

import click


@click.command("infer-trades")
def infer_trades() -> None:
    """Name the trade of each query on standard input, one a line, as trade, tab, query."""
    from quoteapp.language import infer_trade

    # UTF-8 whatever the locale says; `-` is standard input, and for writing standard output.
    with (
        click.open_file("-", encoding="utf-8", errors="replace") as queries,
        click.open_file("-", "w", encoding="utf-8") as output,
    ):
        for query in map(str.strip, queries):
            if query:
                # `echo` flushes: whoever writes a query may wait for its answer.
                click.echo(f"{infer_trade(query)}\t{query}", file=output)
