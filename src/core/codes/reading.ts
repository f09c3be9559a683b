import { type CodeFacts, code } from './facts.js';

/** Reading files: WD00. */
export const readingCodes = {
  WD0001: code(
    'error',
    'spec cannot be read',
    'The spec file or a file it includes does not exist or cannot be opened.',
  ),
  WD0002: code(
    'error',
    'not valid UTF-8',
    'TOML is UTF-8 by definition. A file in another encoding would be misread silently, so wdgen decodes strictly.',
  ),
  WD0003: code('error', 'TOML syntax error', 'The file is not TOML 1.0. https://toml.io/en/v1.0.0'),
  WD0004: code(
    'error',
    "not supported by wdgen's TOML reader",
    'The document is read by two parsers that must agree. One of them refuses it: mostly dates, times or numbers in unusual forms. wdgen specs need none of those; write dates as strings.',
  ),
  WD0005: code(
    'error',
    'include does not work',
    'include lists files or globs (`*` inside one path component) relative to the root spec. Included files cannot include others, and a pattern that matches nothing is an error, because a silently missing target would be missing in the image.',
  ),
  WD0006: code(
    'error',
    'target is defined twice',
    'A target belongs to exactly one file, so that enable and defer know what to edit.',
  ),
  WD0007: code(
    'error',
    'spec is too large',
    'Limits on size and nesting keep a damaged or hostile file from hanging the build.',
  ),
  WD0008: code(
    'error',
    'image cannot be read',
    'audit and import read a folder, or unpack a tar, squashfs or ext2/3/4 image with tar, unsquashfs or debugfs. What cannot be read is not judged.',
  ),
} as const satisfies Record<string, CodeFacts>;
