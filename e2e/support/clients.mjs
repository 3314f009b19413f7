export async function clients() {}
