"""Writers change or delete what they wrote, with tokens that posting gave their browser."""
