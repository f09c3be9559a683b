# The applet feeds the timer, and PID 1 leaves the device to it, also through a reboot that was asked for.
{ machine }:
{
  name = "applet-feeds";

  nodes.machine = machine "applet";

  testScript = ''
    machine.start(allow_reboot=True)
    machine.wait_for_unit("watchdog-feeder.service")
    first = machine.succeed("cat /proc/sys/kernel/random/boot_id")

    with subtest("one process holds the device"):
        machine.fail("exec 3> /dev/watchdog0")
        assert "RuntimeWatchdogUSec=0" in machine.succeed("systemctl show --property RuntimeWatchdogUSec")

    with subtest("it is fed for longer than its timeout"):
        machine.sleep(30)
        assert first == machine.succeed("cat /proc/sys/kernel/random/boot_id")

    with subtest("a reboot that was asked for ends"):
        machine.reboot()
        machine.wait_for_unit("watchdog-feeder.service", timeout=300)
        assert first != machine.succeed("cat /proc/sys/kernel/random/boot_id")
  '';
}
