# One process opens the device: the one that the spec names, or none. A second one gets EBUSY, and nobody notices.
{ config, lib, ... }:

let
  cfg = config.services.wdgen;
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

  # Its own service may well name the device; which one that is, only the application knows.
  byApplication = cfg.feeder != null && lib.hasPrefix "application:" cfg.feeder;
  serviceName =
    ((import ../../lib/spec.nix { inherit lib; }).targets cfg.spec).${cfg.target}.watchdog.service.name
      or "watchdog-feeder";
  own = [ "watchdogd" ] ++ lib.optional (cfg.feeder == "busybox") serviceName;
  others = if byApplication then [ ] else lib.filter (name: !lib.elem name own) openers;

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
    assertion = (config.services.watchdogd.enable or false) == (cfg.feeder == "watchdogd");
    message = ''
      ${cfg.target}: ${who}, and services.watchdogd.enable does not agree with that.'';
  }
  {
    assertion = others == [ ];
    message = ''
      ${cfg.target}: ${who}, and so would ${lib.concatStringsSep ", " others}: a unit of that name names /dev/watchdog.'';
  }
]
