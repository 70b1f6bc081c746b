"""Records of others, each file with where it is from: recorded frames, their layouts, and checks of real terminals."""

from tests.vectors.kept import vectors

NCCC = vectors("nccc_ecr400")
LAYOUTS = vectors("taiwan_edc_layouts")
CHECKS = vectors("stx_etx_lrc_terminals")
