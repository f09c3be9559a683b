# A service of somebody's own opens the device while the spec says that nothing is enforced yet.
{ machine }:
{
  module = {
    imports = [ (machine "deferred") ];
    systemd.services.my-dog.serviceConfig.ExecStart = "/run/current-system/sw/bin/my-dog /dev/watchdog0";
  };
  words = "nothing may feed /dev/watchdog0 yet, and so would my-dog";
}
