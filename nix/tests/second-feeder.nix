# watchdogd beside a PID 1 that feeds: whoever comes second gets EBUSY, and nobody notices.
{ machine }:
{
  module = {
    imports = [ (machine "systemd") ];
    services.watchdogd.enable = true;
  };
  words = "services.watchdogd must not open it too";
}
