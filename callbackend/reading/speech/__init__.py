"""What the words of either side do, besides naming prices."""
