"""Run the migrations over the connection that store.schema hands down."""

from alembic import context

import gridcenter.wings  # noqa: F401  (maps every record)
from gridcenter.store.records import Base


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
