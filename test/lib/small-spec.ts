/** A spec with one target and the five files that it makes, for tests that run the command very often. */
export const SPEC = `schema = 1
[target.rock64]
board = "rock64"
platform = "nixos"
release = "25.11"
[target.rock64.watchdog]
feeder = { active = "systemd" }
runtime = { deferred = "30s" }
[target.rock64.watchdog.deferral]
reason = "r"
gate = ["approval"]
`;
