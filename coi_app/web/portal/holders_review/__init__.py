"""One goes through one's holders before the renewal."""
