"""A calendar for callbacks, appointments, and what customers wish changed"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: SQLite adds a column only where it needs no new table, which would take the history with it: no keys, plain defaults.
EPOCH = sa.text("'1970-01-01 00:00:00'")
NEW_TABLES = (
    "booking_events",
    "bookings",
    "case_misses",
    "case_wishes",
    "closures",
    "slots",
    "sites",
    "window_patterns",
)


def new_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("asked_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=16), nullable=False, server_default="phone"),
        sa.Column("rank_at", sa.DateTime(timezone=True), nullable=False, server_default=EPOCH),
        sa.Column("merged_into", sa.String(length=48), nullable=True),
        sa.Column("kept_for", sa.Integer(), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("directions", sa.JSON(), nullable=False),
        sa.Column("hotline", sa.String(length=32), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sites")),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("service", "place", "begins", name=op.f("uq_slots_service_place_begins")),
    )
    op.create_index(op.f("ix_slots_begins"), "slots", ["begins"], unique=False)
    op.create_table(
        "window_patterns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_patterns")),
        sa.UniqueConstraint(
            "service",
            "place",
            "weekday",
            "opens",
            name=op.f("uq_window_patterns_service_place_weekday_opens"),
        ),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reference", sa.String(length=48), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("service", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("asked_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.String(length=16), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_bookings_customer_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_bookings_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("reference", name=op.f("uq_bookings_reference")),
    )
    op.create_index(op.f("ix_bookings_begins_service"), "bookings", ["begins", "service"], unique=False)
    op.create_index(op.f("ix_bookings_customer_id"), "bookings", ["customer_id"], unique=False)
    op.create_table(
        "case_misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_case_misses_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_misses")),
    )
    op.create_index(op.f("ix_case_misses_kiosk_id_at"), "case_misses", ["kiosk_id", "at"], unique=False)
    op.create_table(
        "case_wishes",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reference", sa.String(length=48), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_case_wishes_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_wishes")),
    )
    op.create_index(op.f("ix_case_wishes_reference"), "case_wishes", ["reference"], unique=False)
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_closures_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint("day", "place", name=op.f("uq_closures_day_place")),
    )
    op.create_table(
        "booking_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_booking_events_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_events")),
    )
    op.create_index(op.f("ix_booking_events_booking_id"), "booking_events", ["booking_id"], unique=False)
    for column in new_columns():
        op.add_column("callbacks", column)
    op.add_column("staff", sa.Column("languages", sa.String(length=200), nullable=False, server_default=""))
    op.execute("UPDATE callbacks SET rank_at = window_to")
    op.create_index(op.f("ix_callbacks_merged_into"), "callbacks", ["merged_into"], unique=False)
    op.create_index(op.f("ix_callbacks_state_rank_at"), "callbacks", ["state", "rank_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_callbacks_state_rank_at"), table_name="callbacks")
    op.drop_index(op.f("ix_callbacks_merged_into"), table_name="callbacks")
    for column in new_columns():
        op.execute(f"ALTER TABLE callbacks DROP COLUMN {column.name}")
    op.execute("ALTER TABLE staff DROP COLUMN languages")
    for table in NEW_TABLES:
        op.drop_table(table)
