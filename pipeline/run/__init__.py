"""Order the stages, and keep what they give: the only package that both computes and stores.

`road` runs everything, `again` runs one stage anew on a project, `tables` works on single tables and texts.
"""
