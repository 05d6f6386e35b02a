"""What the blocks of WordPress are, by their names without `core/`."""

# What WordPress makes anew for every page: they have no content of their own, or one that is a list of other things.
DYNAMIC = frozenset({
    "archives", "avatar", "breadcrumbs", "calendar", "categories", "latest-comments", "latest-posts", "legacy-widget",
    "loginout", "navigation", "navigation-link", "navigation-submenu", "home-link", "page-list", "page-list-item",
    "pattern", "read-more", "rss", "search", "tag-cloud", "template-part", "term-count", "term-description",
    "term-name", "term-template", "terms-query", "widget-group", "widget-area",
})  # fmt: skip
DYNAMIC_BEGINNINGS = ("comment", "post-", "query", "site-")
# What has its content in the text.
STATIC = frozenset({
    "accordion", "accordion-heading", "accordion-item", "accordion-panel", "audio", "button", "buttons", "classic",
    "code", "column", "columns", "cover", "cover-image", "details", "file", "freeform", "gallery", "group", "heading",
    "html", "image", "list", "list-item", "math", "media-text", "missing", "more", "nextpage", "paragraph",
    "preformatted", "pullquote", "quote", "row", "separator", "shortcode", "social-links", "spacer", "stack",
    "subhead", "table", "text", "text-columns", "verse", "video",
})  # fmt: skip


def is_dynamic(name: str) -> bool:
    return name in DYNAMIC or name.startswith(DYNAMIC_BEGINNINGS)


def is_embed(name: str) -> bool:
    return name == "embed" or name.startswith("core-embed/")
