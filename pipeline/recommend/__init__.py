"""From coded segments to recommendation drafts."""
