"""What machines read of the articles."""

from flask import Flask

from ...delivery import templates
from ...delivery.addresses import site_root
from . import feeds, heads, llms, oembed, robots, security_contact, sitemaps, structured_data
from .subjects import Subject

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for part in (feeds, sitemaps, robots, security_contact, llms, oembed):
        part.init_app(app)
    templates.share(
        app,
        site_root=site_root,
        head_of_article=heads.head_of_article,
        head_of_front=heads.head_of_front,
        head_of_list=heads.head_of_list,
        head_of_page=heads.head_of_page,
        data_of_article=structured_data.data_of_article,
        data_of_front=structured_data.data_of_front,
        data_of_list=structured_data.data_of_list,
        show_data_of_story=structured_data.show_data_of_story,
        subject=Subject,
    )
