"""stub"""
def audit(p): return []
def report(p,f): return ""
