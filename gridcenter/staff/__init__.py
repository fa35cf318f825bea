"""The people who work in the grids (网格队伍): posts, allowance, training, work checks, handover."""
