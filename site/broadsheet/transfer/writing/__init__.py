"""From the site to a file that other systems read, or that moves all of it to another Broadsheet."""
