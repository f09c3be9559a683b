# PID 1 beside the applet.
{ machine }:
{
  module = {
    imports = [ (machine "applet") ];
    systemd.settings.Manager.RuntimeWatchdogSec = "30s";
  };
  words = "something sets RuntimeWatchdogSec = 30s";
}
