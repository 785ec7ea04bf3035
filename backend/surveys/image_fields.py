"""The fields of an author's form that show images; the files themselves come by `upload.py`."""

from typing import Any

from wtforms import Field

from backend.surveys.fields import ListField


class ImageField(Field):
    """One image, whose alternative text is written here: `<name>-alt`; `<name>-remove` ends it."""

    data: dict[str, Any] | None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the image as it stands in the document, and what was typed of it."""
        self.process_errors, self.raw_data, self.data = [], [], data
        if formdata is None or data is None:
            return
        if f"{self.name}-remove" in formdata:
            self.data = None
        elif (alt := formdata.get(f"{self.name}-alt")) is not None:
            self.data = {**data, "alt": alt}


class ImagesField(ListField):
    """Choices with their images; `<name>-alt` comes once a line, as labels do."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """As for any list; an image stays with its choice, and says what was typed of it."""
        self.images: dict[str, Any] = {item["id"]: item["image"] for item in data}
        super().process(formdata, data, extra_filters)
        if formdata is not None and self.name in formdata:
            keys, alts = (formdata.getlist(f"{self.name}-{of}") for of in ("id", "alt"))
            for key, alt in zip(keys, alts, strict=False):
                if image := self.images.get(key):
                    self.images[key] = {**image, "alt": alt}

    def items(self, id_of: Any) -> tuple[list[Any], dict[str, str]]:
        """The list as JSON with its images, and the fresh ids of new lines."""
        items, fresh = super().items(id_of)
        return [{**item, "image": self.images.get(item["id"])} for item in items], fresh
