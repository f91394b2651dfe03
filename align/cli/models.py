"""`align models`: what is bundled, cached and converted, and how large it is."""

from __future__ import annotations

from dataclasses import asdict

import typer

from align.cli.console import say, show_json


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(name="models", epilog="Example: align models --clear-cache")(models)


def models(
    as_json: bool = typer.Option(False, "--json", help="One JSON object with all of it."),
    clear_cache: bool = typer.Option(
        False, "--clear-cache", help="Remove converted models and kept translations."
    ),
) -> None:
    """List the models that are here; --model takes any of their names, a folder, or a hub name.

    Converted models and kept translations lie in the user's cache folder, which
    MARIALIGN_CACHE moves; models from the hub lie where the hub's own tools keep them.
    """
    from align.translators.inventory import clear, take_inventory

    if clear_cache:
        say(f"align: removed {_size(clear())} from the cache.")
    inventory = take_inventory()
    if as_json:
        show_json(asdict(inventory))
        return
    for model in inventory.models:
        direction = f"{model.source_lang or '?'}-{model.target_lang or '?'}"
        typer.echo(f"{model.name}\t{model.state}\t{direction}\t{_size(model.size)}\t{model.folder}")
    kept = f"{inventory.translations} translations\t{_size(inventory.translations_size)}"
    typer.echo(f"cache\t{kept}\t{inventory.cache}")
    for engine, version in inventory.engines:
        typer.echo(f"engine\t{engine}\t{version or 'not installed'}")


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 100_000 else f"{count} bytes"
