"""A chain of audit lines for each kiosk, so that kiosks do not wait for one another; how far a stream came at all"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

HAS_SUBJECT = sa.text("subject <> ''")


def upgrade() -> None:
    op.add_column("audit", sa.Column("chain", sa.String(length=32), nullable=False, server_default=""))
    op.drop_index(op.f("ix_audit_seq"), table_name="audit")
    op.create_index(op.f("ix_audit_chain_seq"), "audit", ["chain", "seq"], unique=True)
    op.drop_index(op.f("ix_audit_subject"), table_name="audit")
    op.create_index(
        op.f("ix_audit_subject"), "audit", ["subject"], postgresql_where=HAS_SUBJECT, sqlite_where=HAS_SUBJECT
    )
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_heads")),
    )
    op.execute("INSERT INTO audit_heads (chain, seq, hash) SELECT '', seq, hash FROM audit_head")
    op.drop_table("audit_head")
    op.add_column(
        "stream_positions", sa.Column("highest", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE stream_positions SET highest = coalesce((SELECT max(r.seq) FROM records r"
        " WHERE r.kiosk_id = stream_positions.kiosk_id AND r.epoch = stream_positions.epoch"
        " AND r.stream = stream_positions.stream), through)"
    )


def downgrade() -> None:
    """The lines of the kiosks' own chains would have no place: only a centre without any goes back."""
    op.drop_column("stream_positions", "highest")
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute("INSERT INTO audit_head (id, seq, hash) SELECT 1, seq, hash FROM audit_heads WHERE chain = ''")
    op.drop_table("audit_heads")
    op.drop_index(op.f("ix_audit_subject"), table_name="audit")
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)
    op.drop_index(op.f("ix_audit_chain_seq"), table_name="audit")
    op.create_index(op.f("ix_audit_seq"), "audit", ["seq"], unique=True)
    op.drop_column("audit", "chain")
