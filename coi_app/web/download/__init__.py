"""The page of a download link: whoever was mailed one fetches the exact copy, without an account."""
