"""The drill: what happens to answers when things break. Run by `script/drill`."""
