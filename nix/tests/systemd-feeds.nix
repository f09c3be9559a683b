# PID 1 feeds the timer, and a kernel that panics for ever is reset by it.
{ machine }:
{
  name = "systemd-feeds";

  nodes.machine = machine "systemd";

  testScript = ''
    machine.start(allow_reboot=True)
    machine.wait_for_unit("multi-user.target")
    first = machine.succeed("cat /proc/sys/kernel/random/boot_id")

    with subtest("it is armed and fed for longer than its timeout"):
        assert "RuntimeWatchdogUSec=10s" in machine.succeed("systemctl show --property RuntimeWatchdogUSec")
        machine.sleep(30)
        assert first == machine.succeed("cat /proc/sys/kernel/random/boot_id")

    with subtest("it resets a kernel that hangs"):
        # The test driver's panic=1 would reboot by itself.
        machine.succeed("sysctl kernel.panic=0")
        machine.execute("echo c > /proc/sysrq-trigger", check_return=False, check_output=False)
        machine.connected = False
        machine.wait_for_unit("multi-user.target", timeout=300)
        assert first != machine.succeed("cat /proc/sys/kernel/random/boot_id")
  '';
}
