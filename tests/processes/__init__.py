"""What can only be seen with the real processes of the Procfile."""
