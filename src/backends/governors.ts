/**
 * The kernel's modules for what may happen at a pretimeout. Both are loaded, because PID 1 sets a pretimeout only where
 * the kernel's own default is there (noop on Debian) and chooses its governor after that: seen with systemd 252, which
 * otherwise says that it detects none and goes on without a pretimeout.
 */
export const GOVERNOR_MODULES: readonly string[] = ['pretimeout_noop', 'pretimeout_panic'];
