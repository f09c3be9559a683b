/** A watchdog that waits for a rehearsal. */
export const ROCK64 = `schema = 1

[target.box]
board = "rock64"
platform = "nixos"
release = "25.11"

[target.box.watchdog]
feeder = { deferred = "systemd" }
runtime = { deferred = "20s" }

[target.box.watchdog.deferral]
reason = "not tried yet"
gate = ["rehearsal"]
`;
