# A kernel with a configuration of its own, which has no driver for the watchdog.
{ machine }:
{
  module =
    { pkgs, ... }:
    {
      imports = [ (machine "systemd") ];
      boot.kernelPackages = pkgs.linuxPackagesFor (
        pkgs.linuxManualConfig {
          inherit (pkgs.linux) src version;
          configfile = builtins.toFile "config" "CONFIG_MODULES=y\nCONFIG_WATCHDOG=y\n";
          config = {
            CONFIG_MODULES = "y";
            CONFIG_WATCHDOG = "y";
          };
        }
      );
    };
  words = "the kernel lost options that the watchdog needs: CONFIG_WATCHDOG_CORE=y";
}
