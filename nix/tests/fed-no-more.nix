# Another module takes the setting away.
{ machine }:
{
  module =
    { lib, ... }:
    {
      imports = [ (machine "systemd") ];
      systemd.settings.Manager = lib.mkForce { };
    };
  words = "RuntimeWatchdogSec is not set";
}
