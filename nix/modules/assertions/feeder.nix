# One process opens the device: the one that the spec names, or none. A second one gets EBUSY, and nobody notices.
{ config, lib, ... }:

let
  cfg = config.services.wdgen;
  duration = import ../../lib/duration.nix;
  systemd = config.systemd;

  # The option of 25.11, else that of before. Since 25.11 the old name is an alias that aborts when the new one is not
  # set, and `or` does not catch that: it must not even be looked at.
  pid1 =
    if systemd ? settings then
      systemd.settings.Manager.RuntimeWatchdogSec or null
    else
      systemd.watchdog.runtimeTime or null;
  pid1Feeds = pid1 != null && !lib.elem (toString pid1) [ "0" "off" "infinity" ];
  bySystemd = cfg.feeder == "systemd";

  text = service: toString (service.serviceConfig.ExecStart or "") + (service.script or "");
  opensDevice = service: (service.enable or true) && lib.hasInfix "/dev/watchdog" (text service);
  openers = lib.attrNames (lib.filterAttrs (_: opensDevice) (systemd.services or { }));
  isApplet = name: lib.hasInfix "busybox watchdog " (text systemd.services.${name});

  # Its own service may well name the device; which one that is, only the application knows. The applet it is not.
  byApplication = cfg.feeder != null && lib.hasPrefix "application:" cfg.feeder;
  serviceName =
    ((import ../../lib/spec.nix { inherit lib; }).targets cfg.spec).${cfg.target}.watchdog.service.name
      or "watchdog-feeder";
  own = [ "watchdogd" ] ++ lib.optional (cfg.feeder == "busybox") serviceName;
  others = lib.filter (name: if byApplication then isApplet name else !lib.elem name own) openers;
  ownService = systemd.services.${serviceName} or { enable = false; };

  who = if cfg.feeder == null then "nothing may feed ${cfg.device} yet" else "${cfg.feeder} feeds ${cfg.device}";
in
[
  {
    assertion = bySystemd || !pid1Feeds;
    message = ''
      ${cfg.target}: ${who}, but PID 1 does: something sets RuntimeWatchdogSec = ${toString pid1}. Remove that, or make it the
      spec's word: wdgen enable --target ${cfg.target}'';
  }
  {
    assertion = bySystemd -> pid1Feeds;
    message = ''
      ${cfg.target}: systemd feeds ${cfg.device}, says the spec, but RuntimeWatchdogSec is not set. Either another module took it
      away, or the committed tree is older than the spec: wdgen generate --target ${cfg.target}'';
  }
  {
    assertion = bySystemd && pid1Feeds -> duration.isSame pid1 cfg.runtime;
    message = ''
      ${cfg.target}: runtime is ${toString cfg.runtime} in the spec, and RuntimeWatchdogSec = ${toString pid1}. Either another module sets
      that, or the committed tree is older than the spec: wdgen generate --target ${cfg.target}'';
  }
  {
    assertion = cfg.feeder == "busybox" -> ownService.enable or true;
    message = ''
      ${cfg.target}: busybox feeds ${cfg.device}, says the spec, but there is no service ${serviceName} that does. Either another
      module took it away, or the committed tree is older than the spec: wdgen generate --target ${cfg.target}'';
  }
  {
    assertion = (config.services.watchdogd.enable or false) == (cfg.feeder == "watchdogd");
    message = ''
      ${cfg.target}: ${who}, and services.watchdogd.enable does not agree with that. Either another module sets it, or the
      committed tree is older than the spec: wdgen generate --target ${cfg.target}'';
  }
  {
    assertion = others == [ ];
    message = ''
      ${cfg.target}: ${who}, and so would ${lib.concatStringsSep ", " others}: a unit of that name names /dev/watchdog.'';
  }
]
