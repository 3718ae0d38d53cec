"""May this number be dialled now?"""
