# What is deferred stands in the spec and nowhere else: the driver is there, nobody opens it, nothing resets.
{ machine }:
{
  name = "deferred-is-not-enforced";

  nodes.machine = machine "deferred";

  testScript = ''
    machine.wait_for_unit("multi-user.target")

    with subtest("the driver is there, and nobody has opened it"):
        machine.succeed("test -c /dev/watchdog0")
        assert "inactive" in machine.succeed("cat /sys/class/watchdog/watchdog0/state")
        assert "RuntimeWatchdogUSec=0" in machine.succeed("systemctl show --property RuntimeWatchdogUSec")

    with subtest("a kernel that hangs is not reset"):
        # A reset would end QEMU, which runs without reboots here.
        machine.succeed("sysctl kernel.panic=0")
        machine.execute("echo c > /proc/sysrq-trigger", check_return=False, check_output=False)
        import time
        time.sleep(60)
        assert "running" in machine.send_monitor_command("info status")
  '';
}
