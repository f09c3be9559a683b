# A feeder that is killed and cannot come back leaves the timer running: the machine is reset.
{ machine }:
{
  name = "applet-killed";

  nodes.machine = machine "applet";

  testScript = ''
    machine.start(allow_reboot=True)
    machine.wait_for_unit("watchdog-feeder.service")
    first = machine.succeed("cat /proc/sys/kernel/random/boot_id")

    machine.succeed("systemctl mask --runtime watchdog-feeder.service")
    machine.execute("systemctl kill --signal=SIGKILL watchdog-feeder.service", check_return=False)
    machine.connected = False
    machine.wait_for_unit("watchdog-feeder.service", timeout=300)
    assert first != machine.succeed("cat /proc/sys/kernel/random/boot_id")
  '';
}
