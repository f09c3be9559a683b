// A root file system is read as the device would see it, and nothing outside of it ever is.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { imageTree } from '../../src/audit/image/tree.js';

t.test('links stay inside', async (t) => {
  const folder = t.testdir({
    outside: { secret: 'not for the image' },
    root: {
      etc: {
        passwd: 'root of the image',
        absolute: t.fixture('symlink', '/etc/passwd'),
        up: t.fixture('symlink', '../../../../../../etc/passwd'),
        out: t.fixture('symlink', '../../outside/secret'),
        loop: t.fixture('symlink', 'loop'),
        dir: t.fixture('symlink', '/usr/share'),
      },
      usr: { share: { file: 'in share' } },
    },
  });
  const tree = imageTree(join(folder, 'root'), 'image');
  t.equal(
    tree.text('/etc/absolute')?.text,
    'root of the image',
    'an absolute link starts at the root of the image',
  );
  t.equal(tree.text('/etc/up')?.text, 'root of the image', '.. ends there');
  t.equal(tree.text('/etc/out'), undefined, 'what lies beside the image is not seen');
  t.equal(tree.text('/../outside/secret'), undefined);
  t.equal(tree.find('/etc/loop'), undefined, 'a loop leads nowhere');
  t.equal(tree.look('/etc/loop')?.kind, 'link');
  t.equal(tree.text('/etc/dir/file')?.text, 'in share');
  t.strictSame(tree.list('/etc/dir'), ['file']);
  t.equal(tree.label('/etc/passwd'), 'image/etc/passwd');
});

t.test('what would never end is not opened', async (t) => {
  const folder = t.testdir({ etc: {} });
  execFileSync('mkfifo', [join(folder, 'etc/fifo')]);
  execFileSync('truncate', ['-s', '1G', join(folder, 'etc/huge')]);
  const tree = imageTree(folder, 'image');
  t.equal(tree.find('/etc/fifo')?.kind, 'special');
  t.equal(tree.text('/etc/fifo'), undefined);
  t.equal(tree.bytes('/etc/fifo', 100), undefined);
  t.equal(tree.text('/etc/huge'), undefined, 'a text has a limit');
  t.equal(tree.bytes('/etc/huge', 100)?.length, 100, 'and so have bytes');
});
