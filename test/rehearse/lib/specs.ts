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

/** BusyBox feeds today; later an application of the user's own is to. */
export const PHASE_2 = `schema = 1

[target.box]
board = "dell-optiplex"
platform = "buildroot"
init = "s6-rc"

[target.box.watchdog]
feeder = { active = "busybox", deferred = "application:maintainer" }
runtime = { active = "30s" }
pet = { active = "10s" }

[target.box.watchdog.deferral]
reason = "the maintainer does not feed yet"
gate = ["rehearsal"]
`;
