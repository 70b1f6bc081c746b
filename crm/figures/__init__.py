"""The supervisors' figures: each with its formula's parts, by period and scope. `report.build` gives a page's worth."""
