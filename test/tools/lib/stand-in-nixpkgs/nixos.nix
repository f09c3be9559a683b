# The options of NixOS that a generated module and nix/modules set or read, and what NixOS itself sets there.
{ config, lib, release, ... }:
let
  option = type: default: lib.mkOption { inherit type default; };
  inherit (lib) types;
  anyAttrs = option (types.attrsOf types.anything) { };
in
{
  options = {
    assertions = option (types.listOf types.anything) [ ];
    boot.kernelPackages = option types.raw { };
    boot.kernelPatches = option (types.listOf types.anything) [ ];
    boot.kernelParams = option (types.listOf types.str) [ ];
    boot.kernelModules = option (types.listOf types.str) [ ];
    boot.blacklistedKernelModules = option (types.listOf types.str) [ ];
    boot.initrd.kernelModules = option (types.listOf types.str) [ ];
    environment.etc = anyAttrs;
    environment.systemPackages = option (types.listOf types.anything) [ ];
    services.watchdogd.enable = option types.bool false;
    services.watchdogd.settings = anyAttrs;
    system.nixos.release = option types.str release // { readOnly = true; };
    systemd.services = anyAttrs;
    systemd.timers = anyAttrs;
    systemd.targets = anyAttrs;
    systemd.settings.Manager = option (types.submodule { freeformType = types.attrsOf types.anything; }) { };
    # mkRenamedOptionModule since 25.11: who reads the old name while the new one is not set aborts.
    systemd.watchdog.runtimeTime = lib.mkOption {
      type = types.raw;
      default = null;
      apply = _: config.systemd.settings.Manager.RuntimeWatchdogSec or (abort "Renaming error: option `systemd.settings.Manager.RuntimeWatchdogSec' does not exist.");
    };
    systemd.tmpfiles.rules = option (types.listOf types.str) [ ];
  };
  config.systemd.settings.Manager.ManagerEnvironment = "x";
}
