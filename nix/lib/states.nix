# What a target of a spec says, with the state of each setting.
{ lib }:

let
  isSetting =
    value:
    lib.isAttrs value
    && value != { }
    && lib.all (name: lib.elem name [ "active" "deferred" "forbidden" ]) (lib.attrNames value);

  # A mechanism that is a whole table (rollback, network, ..) says its state by a word.
  isMechanism = value: lib.isAttrs value && lib.isString (value.state or null);

  setting = value: {
    active = value.active or null;
    deferred = value.deferred or null;
    forbidden = value.forbidden or null;
    state =
      if value ? active then
        "active"
      else if value ? forbidden then
        "forbidden"
      else
        "deferred";
  };

  mechanism = value: {
    inherit (value) state;
    active = null;
    deferred = null;
    forbidden = null;
  };

  walk =
    path: value:
    if isSetting value then
      { ${path} = setting value; }
    else if !lib.isAttrs value then
      { }
    else
      lib.foldl' (all: name: all // walk (if path == "" then name else "${path}.${name}") value.${name}) (
        if isMechanism value then { ${path} = mechanism value; } else { }
      ) (lib.attrNames value);
in
{
  # Every setting by its path below the target: { "watchdog.runtime" = { state; active; deferred; forbidden; }; }
  all = walk "";

  # The facts that other modules ask for most.
  summary =
    target:
    let
      watchdog = target.watchdog or { };
      feeder = watchdog.feeder.active or null;
      runtime = watchdog.runtime.active or null;
      armed = feeder != null && runtime != null;
    in
    {
      inherit armed;
      feeder = if armed then feeder else null;
      runtime = if armed then runtime else null;
      device = watchdog.device or "/dev/watchdog0";
      deferral = watchdog.deferral or null;
    };
}
