"""The keys of the editor stand on a page, for those who have no scripts too."""


def test_every_key_is_told(alice):
    page = alice.get("/keyboard").page
    keys = [key.text for key in page.find("kbd")]
    assert {"J", "K", "N", "D", "X", "Delete", "Enter", "Esc", "?", "Ctrl", "Alt"} <= {*keys}
    assert page.find("input", id="single-keys")
