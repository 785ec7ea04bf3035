"""Shows infra/ to Checkov, which looks for weak settings: `script/infra` runs it."""
