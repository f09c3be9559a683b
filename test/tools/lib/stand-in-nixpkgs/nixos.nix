# The options of NixOS that a generated module and nix/modules set or read, and what NixOS itself sets there.
{ lib, ... }:
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
    system.nixos.release = option types.str "25.11";
    systemd.services = anyAttrs;
    systemd.timers = anyAttrs;
    systemd.targets = anyAttrs;
    systemd.settings.Manager = option (types.submodule { freeformType = types.attrsOf types.anything; }) { };
    systemd.tmpfiles.rules = option (types.listOf types.str) [ ];
  };
  config.systemd.settings.Manager.ManagerEnvironment = "x";
}
