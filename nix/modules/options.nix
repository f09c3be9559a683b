{ config, lib, ... }:

let
  cfg = config.services.wdgen;

  specOf = import ../lib/spec.nix { inherit lib; };
  statesOf = import ../lib/states.nix { inherit lib; };
  target = (specOf.targets cfg.spec).${cfg.target} or { };
  summary = statesOf.summary target;

  inherit (lib) mkOption types;

  # What follows from the spec, for other modules to read.
  fact =
    type: value: description:
    mkOption {
      inherit type description;
      readOnly = true;
      default = if cfg.enable then value else null;
      defaultText = lib.literalMD "what the spec says";
    };
in
{
  options.services.wdgen = {
    enable = lib.mkEnableOption "the watchdog files that wdgen generated for this machine";

    spec = mkOption {
      type = types.path;
      example = lib.literalExpression "./watchdog.toml";
      description = "The spec that the tree was generated from.";
    };

    tree = mkOption {
      type = types.path;
      example = lib.literalExpression "./generated";
      description = ''
        The output folder of `wdgen generate`, as it was committed. Not the result of a build: that would be import
        from derivation.
      '';
    };

    target = mkOption {
      type = types.str;
      example = "rock64";
      description = "The target of the spec that this machine is.";
    };

    anyRelease = mkOption {
      type = types.bool;
      default = false;
      description = "Whether to accept a NixOS release that this version of wdgen does not know.";
    };

    armed = fact (types.nullOr types.bool) summary.armed ''
      Whether the spec has the hardware watchdog fed, so that it can reset the machine. Assertions hold the
      configuration to that, except for an application that feeds.
    '';

    feeder = fact (types.nullOr types.str) summary.feeder ''
      The one process that opens the device: `systemd`, `busybox`, `watchdogd` or `application:NAME`. Null while
      nothing is enforced.
    '';

    runtime = fact (types.nullOr types.str) summary.runtime "The enforced timeout, such as `30s`. Null while nothing is enforced.";

    device = fact (types.nullOr types.str) summary.device "The device that the feeder opens.";

    deferral = fact (types.nullOr (types.attrsOf types.anything)) summary.deferral "Why watchdog settings are deferred (`reason`), and what lifts that (`gate`).";

    states = fact (types.nullOr (types.attrsOf types.anything)) (statesOf.all target) ''
      Every setting of the target by its path, such as `"watchdog.runtime"`: its `state` (`active`, `deferred` or
      `forbidden`) and the values `active`, `deferred` and `forbidden`, null where the spec has none.
    '';
  };
}
