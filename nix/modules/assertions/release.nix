# The words of a generated module are those of one NixOS release.
{ config, lib, ... }:

let
  cfg = config.services.wdgen;
  oldest = "23.11";
  newest = "26.11";
  # systemd.watchdog became systemd.settings.Manager.
  settingsSince = "25.11";

  target = ((import ../../lib/spec.nix { inherit lib; }).targets cfg.spec).${cfg.target} or { };
  written = target.release or settingsSince;
  built = config.system.nixos.release or written;
  isModern = release: lib.versionAtLeast release settingsSince;
  isKnown = release: lib.versionAtLeast release oldest && lib.versionAtLeast newest release;
in
[
  {
    assertion = isModern written == isModern built;
    message = ''
      ${cfg.target} was generated for NixOS ${written}, and this is ${built}: the options of systemd's watchdog have other
      names there. Set release = "${built}" in the spec, then run: wdgen generate --target ${cfg.target}'';
  }
  {
    assertion = cfg.anyRelease || isKnown built;
    message = ''
      This version of wdgen knows NixOS ${oldest} to ${newest}, and this is ${built}. Take a newer wdgen, or, once you have
      compared the evaluated options with the runbook, set services.wdgen.anyRelease = true.'';
  }
]
